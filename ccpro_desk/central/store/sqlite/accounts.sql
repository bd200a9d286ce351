-- name: open_session
-- part: gone
update session set expires_at = min(expires_at, :now)
where agent_id = (select id from account where id = :agent_id and role <> 'connector')
-- part: tokens
update contact set lease_token = new_token()
where lease_agent = (select id from account where id = :agent_id and role <> 'connector' and desk is not :desk)
-- part: desk
update account set desk = :desk where id = :agent_id
-- part: session
insert into session (token_hash, agent_id, desk, opened_at, expires_at)
values (:token_hash, :agent_id, :desk, :now, :expires_at)

-- name: set_password
-- part: gone
delete from session where agent_id = (select id from account where login = :login)
-- part: changed
update account set password_hash = :password_hash where login = :login returning id

-- name: set_disabled
-- part: gone
delete from session where :disabled and agent_id = (select id from account where login = :login)
-- part: changed
update account set disabled = :disabled where login = :login returning id
