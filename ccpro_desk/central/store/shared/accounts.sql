-- fragment: actor
a.id, a.login, a.name, a.role, a.centre, a.plateau, a.skills, a.allowed, a.channels, a.slots, a.status,
    a.after_current, a.disabled, a.accompanied, a.office

-- name: add_account
insert into account (id, login, name, role, password_hash, centre, plateau, skills, allowed, channels, slots,
                     identity, accompanied, office)
values (:id::uuid, :login, :name, :role, :password_hash, :centre, :plateau, :skills::jsonb, :channels::jsonb,
        :channels::jsonb, :slots::jsonb, :identity, :accompanied::jsonb, :office)
on conflict do nothing
returning id;

-- name: account_of_identity
select * from account where identity = :identity;

-- name: update_account
update account set name = :name, role = :role, centre = :centre, plateau = :plateau, skills = :skills::jsonb,
    allowed = :channels::jsonb, accompanied = :accompanied::jsonb, office = :office,
    channels = case when allowed = :channels::jsonb then channels else :channels::jsonb end
where id = :id::uuid
returning id;

-- name: attempts
select * from attempt where key = :key;

-- name: put_attempts
insert into attempt (key, wrong, last, until)
values (:key::text, :wrong::integer, :last::timestamptz, :until::timestamptz)
on conflict (key) do update set wrong = excluded.wrong, last = excluded.last, until = excluded.until
where attempt.wrong = :was::integer
returning key;

-- name: forget_attempts
delete from attempt where key = :key;

-- name: forget_old_attempts
delete from attempt where last < :before::timestamptz and until < :before::timestamptz;

-- name: account
select * from account where login = :login;

-- name: account_by_id
select * from account where id = :id::uuid;

-- name: accounts
select * from account order by login;

-- name: sessions
select {{actor}}, s.token_hash, s.desk as session_desk, s.expires_at
from session s join account a on a.id = s.agent_id
where s.token_hash {{named}} and s.expires_at > :now::timestamptz and not a.disabled;

-- name: moved
select 1 as one from session s join session n on n.agent_id = s.agent_id
where s.token_hash = :token_hash and s.expires_at <= :now::timestamptz and n.expires_at > :now::timestamptz
  and n.opened_at >= s.opened_at and coalesce(cast(n.desk as text), '') <> coalesce(cast(s.desk as text), '')
limit 1;

-- name: place
select place from account where id = :agent_id::uuid and place is not null;

-- name: put_place
update account set place = :place::text where id = :agent_id::uuid;

-- name: after_current
select a.* from account a
where a.after_current is not null
  and (:agent_id::uuid is null or a.id = :agent_id::uuid)
  and not exists (select 1 from contact c where c.lease_agent = a.id);
