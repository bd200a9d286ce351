-- audit seals, retention: `life` counts restores, since transaction numbers start again in another cluster
alter table audit add column life integer not null default 0;
alter table audit add column xid xid8 not null default pg_current_xact_id();
create unique index audit_order on audit (life, xid, seq);
create table audit_gone (
    id uuid primary key,
    life integer not null,
    xid xid8 not null,
    seq bigint not null,
    hash text not null,
    receipt uuid not null
);
create unique index audit_gone_order on audit_gone (life, xid, seq);
create table seal (
    n bigint primary key,
    at timestamptz not null,
    first text not null,
    last text not null,
    count integer not null,
    marks text not null,
    digest text not null,
    previous text not null
);
create table purge_receipt (id uuid primary key, detail text not null);
create index attachment_at on attachment (at);
create index intake_contact on intake (contact_id);
create index thread_ref_contact on thread_ref (contact_id);
create index event_taken on event (contact_id) where type = 'contact.assigned';

-- sign-in: who a portal knows, agents en accompagnement, wrong passwords
alter table account add column identity text;
alter table account add column accompanied jsonb not null default '[]';
create unique index account_identity on account (identity) where identity is not null;
create unique index contact_alone on contact (lease_agent) where lease_slot = 0;
create table attempt (
    key text primary key,
    wrong integer not null,
    last timestamptz not null,
    until timestamptz not null
);

-- dispatch: what waits too long is widened; crisis lines
alter table contact add column widen_at timestamptz;
create index contact_widen on contact (widen_at) where widen_at is not null;
create index account_centre on account (centre);
create table crisis (
    id uuid primary key,
    label text not null,
    pool text not null,
    opened_at timestamptz not null,
    until timestamptz not null,
    allowance_s integer not null,
    numbers jsonb not null,
    words jsonb not null,
    answers jsonb not null,
    opened_by uuid not null,
    closed_at timestamptz
);
create index crisis_until on crisis (until);

-- plateau: its word, and help asked for
create table plateau_word (
    centre text not null,
    plateau text not null,
    text text not null,
    until timestamptz not null,
    author text not null,
    primary key (centre, plateau)
);
create table renfort (
    id uuid primary key,
    agent_id uuid not null,
    centre text not null,
    plateau text not null,
    channel text,
    asked_at timestamptz not null,
    answer text,
    answered_by uuid,
    answered_at timestamptz
);
create unique index renfort_open on renfort (agent_id) where answer is null;
