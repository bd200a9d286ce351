create table meta (name text primary key, value text not null);

create table account (
    id uuid primary key,
    login text not null unique,
    name text not null,
    role text not null,
    password_hash text not null,
    centre text not null default '',
    plateau text not null default '',
    skills jsonb not null,
    allowed jsonb not null,
    channels jsonb not null,
    slots jsonb not null,
    status text not null default 'offline',
    after_current text,
    disabled boolean not null default false,
    desk uuid
);

create table session (
    token_hash text primary key,
    agent_id uuid not null,
    desk uuid,
    opened_at timestamptz not null,
    expires_at timestamptz not null
);
create index session_agent on session (agent_id);

create table contact (
    id uuid primary key,
    version integer not null,
    state text not null,
    channel text not null,
    connector uuid not null,
    external_id text not null,
    received_at timestamptz not null,
    due_at timestamptz not null,
    pool text not null,
    skill text not null,
    rank timestamptz not null,
    bound_to uuid,
    owner uuid,
    lease_agent uuid,
    lease_token uuid,
    lease_slot integer,
    lease_expires timestamptz,
    siren text,
    draft text,
    cold jsonb not null
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.01);
create index contact_waiting on contact (pool, channel, skill, rank, received_at, id)
    where state = 'waiting' and bound_to is null;
create index contact_bound on contact (bound_to) where state = 'waiting' and bound_to is not null;
create unique index contact_slot on contact (lease_agent, channel, lease_slot) where lease_agent is not null;
create index contact_expiry on contact (lease_expires) where lease_expires is not null;
create index contact_parked on contact (owner) where state = 'parked';
create index contact_siren on contact (siren) where siren is not null;
create index contact_listed on contact (state, received_at, id);

create table message (
    id uuid primary key,
    contact_id uuid not null,
    seq integer not null,
    direction text not null,
    at timestamptz not null,
    author text not null,
    author_id uuid,
    text text not null,
    attachments jsonb not null,
    status text,
    detail text not null default ''
);
create unique index message_order on message (contact_id, seq);

create table intake (
    connector uuid not null,
    channel text not null,
    external_id text not null,
    contact_id uuid not null,
    message_id uuid,
    appended boolean not null,
    primary key (connector, channel, external_id)
);

create table thread_ref (
    connector uuid not null,
    channel text not null,
    ref text not null,
    contact_id uuid not null,
    primary key (connector, channel, ref)
);

create table attachment (
    id uuid primary key,
    author_id uuid not null,
    contact_id uuid,
    name text not null,
    type text not null,
    size integer not null,
    at timestamptz not null,
    content bytea not null
);
create index attachment_contact on attachment (contact_id) where contact_id is not null;

create table outbox (
    reply_id uuid primary key,
    contact_id uuid not null,
    channel text not null,
    ready_at timestamptz not null,
    held boolean not null,
    state text not null,
    claim uuid,
    claimed_by uuid,
    claimed_until timestamptz,
    claims integer not null default 0,
    item jsonb not null
);
create index outbox_open on outbox (channel, ready_at) where state = 'open';
create index outbox_held on outbox (ready_at) where held;

create table command_result (
    id uuid primary key,
    agent_id uuid not null,
    content text not null,
    at timestamptz not null,
    applied boolean not null,
    contact_id uuid,
    code text,
    message text,
    version integer
);
create index command_result_at on command_result (at);

create table next_result (
    agent_id uuid not null,
    key text not null,
    body text not null,
    contact_id uuid not null,
    reason_code text not null,
    reason_text text not null,
    at timestamptz not null,
    primary key (agent_id, key)
);
create index next_result_at on next_result (at);

create table event (
    seq bigint generated always as identity primary key,
    xid xid8 not null default pg_current_xact_id(),
    id uuid not null,
    type text not null,
    at timestamptz not null,
    actor text,
    contact_id uuid,
    version integer,
    changed jsonb not null,
    about uuid,
    audience jsonb not null
);
create unique index event_feed on event (xid, seq);
create index event_at on event (at);

create table audit (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    at timestamptz not null,
    actor text,
    action text not null,
    object text not null,
    digest text not null
);

create table audit_detail (id uuid primary key, detail text not null);

create table usager (
    siren text primary key,
    name text not null,
    folded text not null,
    department text not null,
    as_of timestamptz not null,
    document jsonb not null
);
create index usager_name on usager (folded collate "C", siren collate "C");
