-- name: add_account
insert into account (id, login, name, role, password_hash, centre, plateau, skills, allowed, channels, slots)
values (:id::uuid, :login, :name, :role, :password_hash, :centre, :plateau, :skills::jsonb, :channels::jsonb,
        :channels::jsonb, :slots::jsonb)
on conflict (login) do nothing
returning id;

-- name: account
select * from account where login = :login;

-- name: account_by_id
select * from account where id = :id::uuid;

-- name: accounts
select * from account order by login;

-- name: session
select a.*, s.desk as session_desk, s.expires_at
from session s join account a on a.id = s.agent_id
where s.token_hash = :token_hash and s.expires_at > :now::timestamptz and not a.disabled;

-- name: after_current
select a.* from account a
where a.after_current is not null
  and (:agent_id::uuid is null or a.id = :agent_id::uuid)
  and not exists (select 1 from contact c where c.lease_agent = a.id);
