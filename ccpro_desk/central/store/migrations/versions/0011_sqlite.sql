-- files flagged to the next agents after failed identifications
create table identity_alert (
    id text primary key,
    siren text not null,
    centre text not null,
    contact_id text not null,
    failures integer not null,
    at integer not null,
    until integer not null
) strict;
create index identity_alert_siren on identity_alert (siren, at);
create index identity_alert_centre on identity_alert (centre, at);
