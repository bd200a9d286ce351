-- what follows from contacts: acts, appointments, referrals; the states that each took; seats that one only may have
create table matter (
    id text primary key,
    kind text not null,
    version integer not null,
    state text not null,
    is_open integer not null,
    code text not null,
    siren text not null,
    contact_id text not null,
    centre text not null,
    office text,
    author text not null,
    at integer not null,
    due_at integer,
    turn integer not null,
    title text not null,
    detail text not null,
    claim text,
    claimed_until integer,
    claimed_by text
) strict;
create index matter_siren on matter (siren, at, id);
create index matter_contact on matter (contact_id);
create index matter_centre on matter (kind, centre, state, due_at, id);
create index matter_office on matter (kind, office, state, due_at, id) where office is not null;
create index matter_author on matter (author, kind, state, due_at, id);
create index matter_due on matter (kind, state, due_at, id) where is_open;
create unique index matter_turn on matter (siren, kind, turn) where turn > 0;
create table matter_step (
    matter_id text not null,
    version integer not null,
    state text not null,
    at integer not null,
    actor text,
    primary key (matter_id, version)
) strict;
create table seat (
    key text primary key,
    matter_id text not null
) strict;
create index seat_matter on seat (matter_id);
