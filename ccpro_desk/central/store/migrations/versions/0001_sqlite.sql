create table meta (name text primary key, value text not null) strict;

create table account (
    id text primary key,
    login text not null unique,
    name text not null,
    role text not null,
    password_hash text not null,
    centre text not null default '',
    plateau text not null default '',
    skills text not null,
    allowed text not null,
    channels text not null,
    slots text not null,
    status text not null default 'offline',
    after_current text,
    disabled integer not null default 0,
    desk text
) strict;

create table session (
    token_hash text primary key,
    agent_id text not null,
    desk text,
    opened_at integer not null,
    expires_at integer not null
) strict;
create index session_agent on session (agent_id);

create table contact (
    id text primary key,
    version integer not null,
    state text not null,
    channel text not null,
    connector text not null,
    external_id text not null,
    received_at integer not null,
    due_at integer not null,
    pool text not null,
    skill text not null,
    rank integer not null,
    bound_to text,
    owner text,
    lease_agent text,
    lease_token text,
    lease_slot integer,
    lease_expires integer,
    siren text,
    draft text,
    cold text not null
) strict;
create index contact_waiting on contact (pool, channel, skill, rank, received_at, id)
    where state = 'waiting' and bound_to is null;
create index contact_bound on contact (bound_to) where state = 'waiting' and bound_to is not null;
create unique index contact_slot on contact (lease_agent, channel, lease_slot) where lease_agent is not null;
create index contact_expiry on contact (lease_expires) where lease_expires is not null;
create index contact_parked on contact (owner) where state = 'parked';
create index contact_siren on contact (siren) where siren is not null;
create index contact_listed on contact (state, received_at, id);

create table message (
    id text primary key,
    contact_id text not null,
    seq integer not null,
    direction text not null,
    at integer not null,
    author text not null,
    author_id text,
    text text not null,
    attachments text not null,
    status text,
    detail text not null default ''
) strict;
create unique index message_order on message (contact_id, seq);

create table intake (
    connector text not null,
    channel text not null,
    external_id text not null,
    contact_id text not null,
    message_id text,
    appended integer not null,
    primary key (connector, channel, external_id)
) strict;

create table thread_ref (
    connector text not null,
    channel text not null,
    ref text not null,
    contact_id text not null,
    primary key (connector, channel, ref)
) strict;

create table attachment (
    id text primary key,
    author_id text not null,
    contact_id text,
    name text not null,
    type text not null,
    size integer not null,
    at integer not null,
    content blob not null
) strict;
create index attachment_contact on attachment (contact_id) where contact_id is not null;

create table outbox (
    reply_id text primary key,
    contact_id text not null,
    channel text not null,
    ready_at integer not null,
    held integer not null,
    state text not null,
    claim text,
    claimed_by text,
    claimed_until integer,
    claims integer not null default 0,
    item text not null
) strict;
create index outbox_open on outbox (channel, ready_at) where state = 'open';
create index outbox_held on outbox (ready_at) where held = 1;

create table command_result (
    id text primary key,
    agent_id text not null,
    content text not null,
    at integer not null,
    applied integer not null,
    contact_id text,
    code text,
    message text,
    version integer
) strict;
create index command_result_at on command_result (at);

create table next_result (
    agent_id text not null,
    key text not null,
    body text not null,
    contact_id text not null,
    reason_code text not null,
    reason_text text not null,
    at integer not null,
    primary key (agent_id, key)
) strict;
create index next_result_at on next_result (at);

create table event (
    seq integer primary key autoincrement,
    id text not null,
    type text not null,
    at integer not null,
    actor text,
    contact_id text,
    version integer,
    changed text not null,
    about text,
    audience text not null
) strict;
create index event_at on event (at);

create table audit (
    seq integer primary key autoincrement,
    id text not null unique,
    at integer not null,
    actor text,
    action text not null,
    object text not null,
    digest text not null
) strict;

create table audit_detail (id text primary key, detail text not null) strict;

create table usager (
    siren text primary key,
    name text not null,
    folded text not null,
    department text not null,
    as_of integer not null,
    document text not null
) strict;
create index usager_name on usager (folded, siren);
