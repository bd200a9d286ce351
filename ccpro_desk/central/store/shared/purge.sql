-- name: purge_attachments
delete from attachment where id in (
    select a.id from attachment a join contact c on c.id = a.contact_id
    where a.at < :before::timestamptz and c.state = 'closed' and not exists (
        select 1 from message m where m.contact_id = c.id and m.at >= :before::timestamptz)
    order by a.at limit :limit)
returning id;

-- name: purge_unlinked
delete from attachment where id in (
    select id from attachment where at < :before::timestamptz and contact_id is null order by at limit :limit)
returning id;

-- name: purge_crises
delete from crisis where id in (
    select id from crisis where coalesce(closed_at, until) < :before::timestamptz order by until limit :limit)
returning id;

-- name: purge_results
delete from command_result where id in (
    select id from command_result where at < :before::timestamptz order by at limit :limit) returning id;

-- name: purge_sessions
delete from session where token_hash in (
    select token_hash from session where opened_at < :before::timestamptz order by opened_at limit :limit)
returning token_hash;

-- name: purge_details
delete from audit_detail where id in (
    select d.id from audit_detail d join audit a on a.id = d.id
    where a.at < :before::timestamptz order by d.id limit :limit)
returning id;

-- name: due
-- part: contacts
select count(*) as n from contact c where c.received_at < :contacts::timestamptz and c.state = 'closed'
  and not exists (select 1 from message m where m.contact_id = c.id and m.at >= :contacts::timestamptz)
  and c.id not in (select e.contact_id from event e where e.contact_id is not null and e.at >= :events::timestamptz)
  and not exists (select 1 from message m join outbox o on o.reply_id = m.id
                  where m.contact_id = c.id and o.state = 'open')
  and not exists (select 1 from matter m where m.contact_id = c.id and m.is_open)
-- part: attachments
select count(*) as n from attachment a join contact c on c.id = a.contact_id
where a.at < :attachments::timestamptz and c.state = 'closed' and not exists (
    select 1 from message m where m.contact_id = c.id and m.at >= :attachments::timestamptz)
-- part: unlinked
select count(*) as n from attachment where at < :unlinked::timestamptz and contact_id is null
-- part: drafts
select count(*) as n from contact c where c.received_at < :drafts::timestamptz and c.state = 'closed'
  and (c.draft is not null or {{late_drafts}}) and not exists (
    select 1 from message m where m.contact_id = c.id and m.at >= :drafts::timestamptz)
-- part: crises
select count(*) as n from crisis where coalesce(closed_at, until) < :crises::timestamptz
-- part: results
select count(*) as n from command_result where at < :results::timestamptz
-- part: events
select count(*) as n from event where at < :events::timestamptz
-- part: sessions
select count(*) as n from session where opened_at < :sessions::timestamptz
-- part: sign_ins
select count(*) as n from audit where at < :sign_ins::timestamptz
  and (action like 'session.%' or action in ('agent.status', 'plateau.absence', 'plateau.absent'))
-- part: audit_details
select count(*) as n from audit_detail d join audit a on a.id = d.id where a.at < :audit_details::timestamptz
-- part: audit_rows
select count(*) as n from audit where at < :audit_rows::timestamptz and action <> 'purge';
