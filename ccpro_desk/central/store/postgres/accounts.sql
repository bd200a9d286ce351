-- name: open_session
with a as materialized (select * from account where id = :agent_id::uuid for update),
gone as (
    update session s set expires_at = least(s.expires_at, :now::timestamptz) from a
    where s.agent_id = a.id and a.role <> 'connector'),
tokens as (
    update contact c set lease_token = gen_random_uuid() from a
    where c.lease_agent = a.id and a.role <> 'connector' and a.desk is distinct from :desk::uuid),
desk as (update account set desk = :desk::uuid from a where account.id = a.id)
insert into session (token_hash, agent_id, desk, opened_at, expires_at)
select :token_hash::text, a.id, :desk::uuid, :now::timestamptz, :expires_at::timestamptz from a;

-- name: set_password
with gone as (delete from session s using account a where s.agent_id = a.id and a.login = :login::text)
update account set password_hash = :password_hash where login = :login::text returning id;

-- name: set_disabled
with gone as (
    delete from session s using account a where :disabled::boolean and s.agent_id = a.id and a.login = :login::text)
update account set disabled = :disabled::boolean where login = :login::text returning id;
