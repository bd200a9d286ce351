-- what follows from contacts: acts, appointments, referrals; the states that each took; seats that one only may have
create table matter (
    id uuid primary key,
    kind text not null,
    version integer not null,
    state text not null,
    is_open boolean not null,
    code text not null,
    siren text not null,
    contact_id uuid not null,
    centre text not null,
    office text,
    author uuid not null,
    at timestamptz not null,
    due_at timestamptz,
    turn integer not null,
    title text not null,
    detail jsonb not null,
    claim uuid,
    claimed_until timestamptz,
    claimed_by uuid
);
create index matter_siren on matter (siren, at, id);
create index matter_contact on matter (contact_id);
create index matter_centre on matter (kind, centre, state, due_at, id);
create index matter_office on matter (kind, office, state, due_at, id) where office is not null;
create index matter_author on matter (author, kind, state, due_at, id);
create index matter_due on matter (kind, state, due_at, id) where is_open;
create unique index matter_turn on matter (siren, kind, turn) where turn > 0;
create table matter_step (
    matter_id uuid not null,
    version integer not null,
    state text not null,
    at timestamptz not null,
    actor text,
    primary key (matter_id, version)
);
create table seat (
    key text collate "C" primary key,
    matter_id uuid not null
);
create index seat_matter on seat (matter_id);
