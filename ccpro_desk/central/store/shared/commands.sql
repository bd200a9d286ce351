-- name: read_command
-- part: result
select * from command_result where id = :command_id::uuid
-- part: contact
select {{full}} from contact c where c.id = :contact_id::uuid
-- part: used
select u.lease_slot from contact u join contact c on c.id = :contact_id::uuid
where u.lease_agent = :agent_id::uuid and u.channel = c.channel
-- part: busy
select 1 as one from contact where lease_agent = :agent_id::uuid limit 1
-- part: usager
select name from usager where siren = :siren::text
-- part: attachments
select id, name, type, size from attachment
where id {{attached}}
  and (author_id = :agent_id::uuid or contact_id = :contact_id::uuid)
-- part: claimed
select 1 as one from outbox where reply_id = :reply_id::uuid and (claim is not null or state <> 'open')
-- part: account
select {{actor}} from account a where a.id = :agent_id::uuid and (:session::text is null or not a.disabled and exists (
    select 1 from session s
    where s.token_hash = :session::text and s.agent_id = a.id and s.expires_at > :now::timestamptz))

-- name: messages
select * from message where contact_id = :contact_id::uuid order by seq;

-- name: expired
select c.* from contact c where c.lease_expires <= :now::timestamptz order by c.lease_expires limit :limit;

-- name: add_grace
update contact set lease_expires = {{later}} where lease_expires is not null;

-- name: forget_key
delete from next_result where agent_id = :agent_id::uuid and key = :key and at <= :before::timestamptz;
