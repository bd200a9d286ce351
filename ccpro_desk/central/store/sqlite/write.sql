-- The first part of a `write_…` must change one row; if it changes none, the rest is not done and nothing stands.

-- name: write_insert
-- part: head
insert into contact (id, version, state, channel, connector, external_id, received_at, due_at, pool, skill, rank,
    bound_to, owner, lease_agent, lease_token, lease_slot, lease_expires, siren, draft, widen_at, closed_at, let_go,
    motif, cold)
values (:id, :version, :state, :channel, :connector, :external_id, :received_at, :due_at, :pool, :skill, :rank,
    :bound_to, :owner, :lease_agent, :lease_token, :lease_slot, :lease_expires, :siren, :draft, :widen_at, :closed_at,
    :let_go, :motif, :cold)
{{tail}}

-- fragment: update
update contact set version = :version, state = :state, channel = :channel, due_at = :due_at, pool = :pool,
    skill = :skill, rank = :rank, widen_at = :widen_at, bound_to = :bound_to, owner = :owner, lease_agent = :lease_agent, lease_token = :lease_token,
    lease_slot = :lease_slot,
    lease_expires = case when lease_token is :lease_token then lease_expires else :lease_expires end,
    siren = :siren, closed_at = :closed_at, draft = case when :draft_set then :draft else draft end,
    let_go = :let_go, motif = :motif, cold = :cold
where id = :id and version = :was_version and state = :was_state and lease_token is :was_token
  and (:expired_at is null or lease_expires <= :expired_at)
  and (:move_reply is null or exists (
    select 1 from outbox o where o.reply_id = :move_reply and o.state = :move_from
      and (:move_any or o.claim is :move_claim)))

-- name: write_update
-- part: head
{{update}}
{{tail}}

-- The same guarded update for each of two contacts: the engine runs it for the second one too.
-- name: write_pair
-- part: head
{{update}}
{{tail}}

-- name: write_agent
-- part: head
update account set status = :status, after_current = :after_current, channels = :channels
where id = :id and (:freed_from is null or (after_current = :freed_from
    and not exists (select 1 from contact c where c.lease_agent = account.id)))
{{tail}}

-- name: write_answer
-- part: head
update renfort set answer = :answer, answered_by = :answered_by, answered_at = :answered_at
where id = :id and answer is null
{{tail}}

-- name: write_crisis_end
-- part: head
update crisis set closed_at = :closed_at where id = :id and closed_at is null
{{tail}}

-- name: write_alone
-- part: head
update meta set value = value where name = 'epoch'
{{tail}}

-- fragment: tail
-- part: made
insert into contact (id, version, state, channel, connector, external_id, received_at, due_at, pool, skill, rank,
    owner, siren, widen_at, cold)
select value ->> 'id', value ->> 'version', value ->> 'state', value ->> 'channel', value ->> 'connector',
    value ->> 'external_id', value ->> 'received_at', value ->> 'due_at', value ->> 'pool', value ->> 'skill',
    value ->> 'rank', value ->> 'owner', value ->> 'siren', value ->> 'widen_at', value -> 'cold'
from json_each(:doc, '$.made')
-- part: messages
insert into message (id, contact_id, seq, direction, at, author, author_id, text, attachments, status, detail,
    answers)
select value ->> 'id', value ->> 'contact_id', value ->> 'seq', value ->> 'direction', value ->> 'at',
    value ->> 'author', value ->> 'author_id', value ->> 'text', value -> 'attachments', value ->> 'status',
    value ->> 'detail', value -> 'answers'
from json_each(:doc, '$.messages') where true
on conflict (id) do update set status = excluded.status, detail = excluded.detail
-- part: outbox
insert into outbox (reply_id, contact_id, channel, ready_at, held, state, item)
select value ->> 'reply_id', value ->> 'contact_id', value ->> 'channel', value ->> 'ready_at', value ->> 'held',
    value ->> 'state', value -> 'item'
from json_each(:doc, '$.outbox')
-- part: move
update outbox set state = :move_state, held = false where reply_id = :move_reply
-- part: result
insert into command_result (id, agent_id, content, at, applied, contact_id, code, message, version)
select value ->> 'id', value ->> 'agent_id', value ->> 'content', value ->> 'at', value ->> 'applied',
    value ->> 'contact_id', value ->> 'code', value ->> 'message', value ->> 'version'
from json_each(:doc, '$.result')
-- part: next
insert into next_result (agent_id, key, body, contact_id, reason_code, reason_text, at)
select value ->> 'agent_id', value ->> 'key', value ->> 'body', value ->> 'contact_id', value ->> 'reason_code',
    value ->> 'reason_text', value ->> 'at'
from json_each(:doc, '$.next')
-- part: intake
insert into intake (connector, channel, external_id, contact_id, message_id, appended)
select value ->> 'connector', value ->> 'channel', value ->> 'external_id', value ->> 'contact_id',
    value ->> 'message_id', value ->> 'appended'
from json_each(:doc, '$.intake')
-- part: refs
insert into thread_ref (connector, channel, ref, contact_id)
select value ->> 'connector', value ->> 'channel', value ->> 'ref', value ->> 'contact_id'
from json_each(:doc, '$.refs') where true
on conflict do nothing
-- part: marks
insert into mark (hash, contact_id, kind, at)
select value ->> 'hash', value ->> 'contact_id', value ->> 'kind', value ->> 'at' from json_each(:doc, '$.marks')
where true on conflict do nothing
-- part: attachments
insert into attachment (id, author_id, contact_id, name, type, size, at, content)
select value ->> 'id', value ->> 'author_id', value ->> 'contact_id', value ->> 'name', value ->> 'type',
    value ->> 'size', value ->> 'at', unbase64(value ->> 'content')
from json_each(:doc, '$.attachments')
-- part: linked
update attachment set contact_id = :contact_id
where id in (select value from json_each(:doc, '$.linked')) and contact_id is null
-- part: redirect
update thread_ref set contact_id = r.into_id
from (select value ->> 'source' as source, value ->> 'into' as into_id from json_each(:doc, '$.redirect')) r
where thread_ref.contact_id = r.source
-- part: session
delete from session where token_hash = :ended
-- part: words
insert into plateau_word (centre, plateau, text, until, author)
select value ->> 'centre', value ->> 'plateau', value ->> 'text', value ->> 'until', value ->> 'author'
from json_each(:doc, '$.words') where true
on conflict (centre, plateau)
do update set text = excluded.text, until = excluded.until, author = excluded.author
-- part: no_words
delete from plateau_word where (centre, plateau) in (
    select value ->> 'centre', value ->> 'plateau' from json_each(:doc, '$.no_words'))
-- part: renforts
insert into renfort (id, agent_id, centre, plateau, channel, subject, asked_at)
select value ->> 'id', value ->> 'agent_id', value ->> 'centre', value ->> 'plateau', value ->> 'channel',
    value ->> 'subject', value ->> 'asked_at'
from json_each(:doc, '$.renforts')
-- part: crises
insert into crisis (id, label, pool, opened_at, until, allowance_s, numbers, words, answers, opened_by)
select value ->> 'id', value ->> 'label', value ->> 'pool', value ->> 'opened_at', value ->> 'until',
    value ->> 'allowance_s', value -> 'numbers', value -> 'words', value -> 'answers', value ->> 'opened_by'
from json_each(:doc, '$.crises')
-- part: matters
insert into matter (id, kind, version, state, is_open, code, siren, contact_id, centre, office, author, at, due_at,
    turn, title, detail)
select value ->> 'id', value ->> 'kind', value ->> 'version', value ->> 'state', value ->> 'is_open',
    value ->> 'code', value ->> 'siren', value ->> 'contact_id', value ->> 'centre', value ->> 'office',
    value ->> 'author', value ->> 'at', value ->> 'due_at', value ->> 'turn', value ->> 'title', value -> 'detail'
from json_each(:doc, '$.matters') where true
on conflict (id) do update set version = excluded.version, state = excluded.state, is_open = excluded.is_open,
    office = excluded.office, due_at = excluded.due_at, title = excluded.title, detail = excluded.detail
-- part: steps
insert into matter_step (matter_id, version, state, at, actor)
select value ->> 'matter_id', value ->> 'version', value ->> 'state', value ->> 'at', value ->> 'actor'
from json_each(:doc, '$.steps')
-- part: no_seats
delete from seat where (key, matter_id) in (
    select value ->> 'key', value ->> 'matter_id' from json_each(:doc, '$.no_seats'))
-- part: seats
insert into seat (key, matter_id) select value ->> 'key', value ->> 'matter_id' from json_each(:doc, '$.seats')
-- part: alerts
insert into identity_alert (id, siren, centre, contact_id, failures, at, until)
select value ->> 'id', value ->> 'siren', value ->> 'centre', value ->> 'contact_id', value ->> 'failures',
    value ->> 'at', value ->> 'until'
from json_each(:doc, '$.alerts')
-- part: events
insert into event (id, type, at, actor, contact_id, version, changed, about, audience)
select value ->> 'id', value ->> 'type', value ->> 'at', value ->> 'actor', value ->> 'contact_id',
    value ->> 'version', value -> 'changed', value ->> 'about', value -> 'audience'
from json_each(:doc, '$.events')
-- part: audit
insert into audit (id, at, actor, action, object, digest)
select value ->> 'id', value ->> 'at', value ->> 'actor', value ->> 'action', value ->> 'object',
    value ->> 'digest'
from json_each(:doc, '$.audit')
-- part: audit_detail
insert into audit_detail (id, detail) select value ->> 'id', value ->> 'detail' from json_each(:doc, '$.audit')
