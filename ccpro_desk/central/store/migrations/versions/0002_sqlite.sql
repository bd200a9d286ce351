-- audit seals, retention: `life` counts restores
alter table audit add column life integer not null default 0;
create table audit_gone (
    id text primary key,
    life integer not null,
    seq integer not null unique,
    hash text not null,
    receipt text not null
) strict;
create table seal (
    n integer primary key,
    at integer not null,
    first text not null,
    last text not null,
    count integer not null,
    marks text not null,
    digest text not null,
    previous text not null
) strict;
create table purge_receipt (id text primary key, detail text not null) strict;
create index attachment_at on attachment (at);
create index intake_contact on intake (contact_id);
create index thread_ref_contact on thread_ref (contact_id);
create index event_taken on event (contact_id) where type = 'contact.assigned';

-- sign-in: who a portal knows, agents en accompagnement, wrong passwords
alter table account add column identity text;
alter table account add column accompanied text not null default '[]';
create unique index account_identity on account (identity) where identity is not null;
create unique index contact_alone on contact (lease_agent) where lease_slot = 0;
create table attempt (
    key text primary key,
    wrong integer not null,
    last integer not null,
    until integer not null
) strict;

-- dispatch: what waits too long is widened; crisis lines
alter table contact add column widen_at integer;
create index contact_widen on contact (widen_at) where widen_at is not null;
create index account_centre on account (centre);
create table crisis (
    id text primary key,
    label text not null,
    pool text not null,
    opened_at integer not null,
    until integer not null,
    allowance_s integer not null,
    numbers text not null,
    words text not null,
    answers text not null,
    opened_by text not null,
    closed_at integer
) strict;
create index crisis_until on crisis (until);

-- plateau: its word, and help asked for
create table plateau_word (
    centre text not null,
    plateau text not null,
    text text not null,
    until integer not null,
    author text not null,
    primary key (centre, plateau)
) strict;
create table renfort (
    id text primary key,
    agent_id text not null,
    centre text not null,
    plateau text not null,
    channel text,
    asked_at integer not null,
    answer text,
    answered_by text,
    answered_at integer
) strict;
create unique index renfort_open on renfort (agent_id) where answer is null;
