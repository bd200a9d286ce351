-- files flagged to the next agents after failed identifications
create table identity_alert (
    id uuid primary key,
    siren text not null,
    centre text not null,
    contact_id uuid not null,
    failures integer not null,
    at timestamptz not null,
    until timestamptz not null
);
create index identity_alert_siren on identity_alert (siren, at);
create index identity_alert_centre on identity_alert (centre, at);
