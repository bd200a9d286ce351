-- audit seals, retention

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
