-- One statement a write: its head changes one row a document, everything else hangs on it. No row: nothing of it
-- stands. The parts of the tail that the documents need are put behind their head. Several at once never wait for
-- a lock, or all of them would wait with one: `seized` are those that nobody else has just locked.

-- name: write_insert
-- part: head
with {{documents}},
head as (
    insert into contact (id, version, state, channel, connector, external_id, received_at, due_at, pool, skill, rank,
        bound_to, owner, lease_agent, lease_token, lease_slot, lease_expires, siren, draft, widen_at,
        closed_at, let_go, motif, cold)
    select n.id, n.version, n.state, n.channel, n.connector, n.external_id, n.received_at, n.due_at, n.pool, n.skill,
        n.rank, n.bound_to, n.owner, n.lease_agent, n.lease_token, n.lease_slot, n.lease_expires, n.siren, n.draft,
        n.widen_at, n.closed_at, n.let_go, n.motif, n.cold
    from d, jsonb_populate_record(null::contact, d.doc -> 'contact') n
    returning 1 as no)
{{tail}};

-- name: write_update
-- part: head
with {{documents}},
g as materialized (select d.no, g.* from d, {{guard}}),
{{update}}
-- part: several
with {{documents}},
seized as materialized (
    select d.no from d join contact c on c.id = (d.doc ->> 'contact_id')::uuid for update of c skip locked),
g as materialized (select d.no, g.* from seized join d using (no), {{guard}}),
{{update}}
{{tail}};

-- fragment: documents
d as materialized (select x.no, x.doc from unnest(:documents::jsonb[]) with ordinality as x(doc, no))

-- fragment: guard
jsonb_to_record(d.doc -> 'guard') as g(was_version int, was_state text, was_token uuid, expired_at timestamptz,
    draft_set boolean, move_reply uuid, move_from text, move_any boolean, move_claim uuid)

-- fragment: update
free as materialized (
    select o.reply_id from g cross join lateral (
        select o.reply_id from outbox o
        where o.reply_id = g.move_reply and o.state = g.move_from
          and (g.move_any or o.claim is not distinct from g.move_claim)
        for update of o) o),
head as (
    update contact t set version = n.version, state = n.state, channel = n.channel, due_at = n.due_at,
        pool = n.pool, skill = n.skill, rank = n.rank, widen_at = n.widen_at, bound_to = n.bound_to, owner = n.owner,
        lease_agent = n.lease_agent, lease_token = n.lease_token, lease_slot = n.lease_slot,
        lease_expires = case when t.lease_token is not distinct from n.lease_token
            then t.lease_expires else n.lease_expires end,
        siren = n.siren, closed_at = n.closed_at, draft = case when g.draft_set then n.draft else t.draft end,
        let_go = n.let_go, motif = n.motif, cold = n.cold
    from g join d using (no), jsonb_populate_record(null::contact, d.doc -> 'contact') n
    where t.id = n.id and t.version = g.was_version and t.state = g.was_state
      and t.lease_token is not distinct from g.was_token
      and (g.expired_at is null or t.lease_expires <= g.expired_at)
      and (g.move_reply is null or exists (select 1 from free f where f.reply_id = g.move_reply))
    returning g.no)

-- Two contacts: the second one is locked and looked at first, then both change or neither does.
-- name: write_pair
-- part: head
with {{documents}},
g as materialized (
    select g.* from d, jsonb_to_record(d.doc -> 'guard') as g(was_version int, was_state text, was_token uuid,
        draft_set boolean)),
second as materialized (
    select t.id from d, contact t, jsonb_to_record(d.doc -> 'other' -> 'guard') as o(was_version int, was_state text,
        was_token uuid)
    where t.id = (d.doc -> 'other' -> 'contact' ->> 'id')::uuid and t.version = o.was_version
      and t.state = o.was_state and t.lease_token is not distinct from o.was_token
    for update of t),
head as (
    update contact t set version = n.version, state = n.state, channel = n.channel, due_at = n.due_at,
        pool = n.pool, skill = n.skill, rank = n.rank, widen_at = n.widen_at, bound_to = n.bound_to, owner = n.owner,
        lease_agent = n.lease_agent, lease_token = n.lease_token, lease_slot = n.lease_slot,
        lease_expires = case when t.lease_token is not distinct from n.lease_token
            then t.lease_expires else n.lease_expires end,
        siren = n.siren, closed_at = n.closed_at, draft = case when g.draft_set then n.draft else t.draft end,
        cold = n.cold
    from g, d, jsonb_populate_record(null::contact, d.doc -> 'contact') n
    where t.id = n.id and t.version = g.was_version and t.state = g.was_state
      and t.lease_token is not distinct from g.was_token and exists (select 1 from second)
    returning 1 as no),
w_second as (
    update contact t set version = n.version, state = n.state, due_at = n.due_at, pool = n.pool, skill = n.skill,
        rank = n.rank, widen_at = n.widen_at, bound_to = n.bound_to, owner = n.owner,
        lease_agent = n.lease_agent, lease_token = n.lease_token, lease_slot = n.lease_slot,
        lease_expires = case when t.lease_token is not distinct from n.lease_token
            then t.lease_expires else n.lease_expires end,
        closed_at = n.closed_at,
        draft = case when (d.doc -> 'other' -> 'guard' ->> 'draft_set')::boolean then n.draft else t.draft end,
        cold = n.cold
    from head, d, jsonb_populate_record(null::contact, d.doc -> 'other' -> 'contact') n
    where t.id = n.id)
{{tail}};

-- name: write_agent
-- part: head
with {{documents}},
head as (
    update account a set status = n.status, after_current = n.after_current, channels = n.channels
    from d, jsonb_to_record(d.doc -> 'agent')
        as n(id uuid, status text, after_current text, channels jsonb, freed_from text)
    where a.id = n.id and (n.freed_from is null or (a.after_current = n.freed_from
        and not exists (select 1 from contact c where c.lease_agent = a.id)))
    returning 1 as no)
{{tail}};

-- name: write_answer
-- part: head
with {{documents}},
head as (
    update renfort r set answer = n.answer, answered_by = n.answered_by, answered_at = n.answered_at
    from d, jsonb_populate_record(null::renfort, d.doc -> 'row') n
    where r.id = n.id and r.answer is null
    returning 1 as no)
{{tail}};

-- name: write_crisis_end
-- part: head
with {{documents}},
head as (
    update crisis c set closed_at = n.closed_at
    from d, jsonb_populate_record(null::crisis, d.doc -> 'row') n
    where c.id = n.id and c.closed_at is null
    returning 1 as no)
{{tail}};

-- name: write_alone
-- part: head
with {{documents}},
head as (select d.no from d)
{{tail}};

-- fragment: tail
-- part: made
w_made as (
    insert into contact (id, version, state, channel, connector, external_id, received_at, due_at, pool, skill, rank,
        owner, siren, widen_at, cold)
    select n.id, n.version, n.state, n.channel, n.connector, n.external_id, n.received_at, n.due_at, n.pool, n.skill,
        n.rank, n.owner, n.siren, n.widen_at, n.cold
    from head join d using (no), jsonb_populate_recordset(null::contact, d.doc -> 'made') n)
-- part: messages
w_messages as (
    insert into message (id, contact_id, seq, direction, at, author, author_id, text, attachments, status, detail,
        answers)
    select n.id, n.contact_id, n.seq, n.direction, n.at, n.author, n.author_id, n.text, n.attachments, n.status,
        n.detail, n.answers
    from head join d using (no), jsonb_populate_recordset(null::message, d.doc -> 'messages') n
    on conflict (id) do update set status = excluded.status, detail = excluded.detail)
-- part: outbox
w_outbox as (
    insert into outbox (reply_id, contact_id, channel, ready_at, held, state, item)
    select n.reply_id, n.contact_id, n.channel, n.ready_at, n.held, n.state, n.item
    from head join d using (no), jsonb_populate_recordset(null::outbox, d.doc -> 'outbox') n)
-- part: move
w_move as (
    update outbox o set state = d.doc -> 'guard' ->> 'move_state', held = false
    from head join d using (no) where o.reply_id = (d.doc -> 'guard' ->> 'move_reply')::uuid)
-- part: result
w_result as (
    insert into command_result (id, agent_id, content, at, applied, contact_id, code, message, version)
    select n.id, n.agent_id, n.content, n.at, n.applied, n.contact_id, n.code, n.message, n.version
    from head join d using (no), jsonb_populate_recordset(null::command_result, d.doc -> 'result') n)
-- part: next
w_next as (
    insert into next_result (agent_id, key, body, contact_id, reason_code, reason_text, at)
    select n.agent_id, n.key, n.body, n.contact_id, n.reason_code, n.reason_text, n.at
    from head join d using (no), jsonb_populate_recordset(null::next_result, d.doc -> 'next') n)
-- part: intake
w_intake as (
    insert into intake (connector, channel, external_id, contact_id, message_id, appended)
    select n.connector, n.channel, n.external_id, n.contact_id, n.message_id, n.appended
    from head join d using (no), jsonb_populate_recordset(null::intake, d.doc -> 'intake') n)
-- part: refs
w_refs as (
    insert into thread_ref (connector, channel, ref, contact_id)
    select n.connector, n.channel, n.ref, n.contact_id
    from head join d using (no), jsonb_populate_recordset(null::thread_ref, d.doc -> 'refs') n
    on conflict do nothing)
-- part: marks
w_marks as (
    insert into mark (hash, contact_id, kind, at)
    select n.hash, n.contact_id, n.kind, n.at
    from head join d using (no), jsonb_populate_recordset(null::mark, d.doc -> 'marks') n
    on conflict do nothing)
-- part: attachments
w_attachments as (
    insert into attachment (id, author_id, contact_id, name, type, size, at, content)
    select n.id, n.author_id, n.contact_id, n.name, n.type, n.size, n.at, decode(n.content, 'base64')
    from head join d using (no), jsonb_to_recordset(d.doc -> 'attachments') as n(id uuid, author_id uuid, contact_id uuid,
        name text, type text, size int, at timestamptz, content text))
-- part: linked
w_linked as (
    update attachment a set contact_id = (d.doc ->> 'contact_id')::uuid
    from head join d using (no), jsonb_array_elements_text(d.doc -> 'linked') l
    where a.id = l.value::uuid and a.contact_id is null)
-- part: redirect
w_redirect as (
    update thread_ref t set contact_id = r."into"
    from head join d using (no), jsonb_to_recordset(d.doc -> 'redirect') as r(source uuid, "into" uuid)
    where t.contact_id = r.source)
-- part: session
w_session as (
    delete from session s using head join d using (no) where s.token_hash = d.doc ->> 'ended')
-- part: words
w_words as (
    insert into plateau_word (centre, plateau, text, until, author)
    select n.centre, n.plateau, n.text, n.until, n.author
    from head join d using (no), jsonb_populate_recordset(null::plateau_word, d.doc -> 'words') n
    on conflict (centre, plateau)
    do update set text = excluded.text, until = excluded.until, author = excluded.author)
-- part: no_words
w_no_words as (
    delete from plateau_word w
    using head join d using (no), jsonb_populate_recordset(null::plateau_word, d.doc -> 'no_words') n
    where w.centre = n.centre and w.plateau = n.plateau)
-- part: renforts
w_renforts as (
    insert into renfort (id, agent_id, centre, plateau, channel, subject, asked_at)
    select n.id, n.agent_id, n.centre, n.plateau, n.channel, n.subject, n.asked_at
    from head join d using (no), jsonb_populate_recordset(null::renfort, d.doc -> 'renforts') n)
-- part: crises
w_crises as (
    insert into crisis (id, label, pool, opened_at, until, allowance_s, numbers, words, answers, opened_by)
    select n.id, n.label, n.pool, n.opened_at, n.until, n.allowance_s, n.numbers, n.words, n.answers, n.opened_by
    from head join d using (no), jsonb_populate_recordset(null::crisis, d.doc -> 'crises') n)
-- part: matters
w_matters as (
    insert into matter (id, kind, version, state, is_open, code, siren, contact_id, centre, office, author, at,
        due_at, turn, title, detail)
    select n.id, n.kind, n.version, n.state, n.is_open, n.code, n.siren, n.contact_id, n.centre, n.office, n.author,
        n.at, n.due_at, n.turn, n.title, n.detail
    from head join d using (no), jsonb_populate_recordset(null::matter, d.doc -> 'matters') n
    on conflict (id) do update set version = excluded.version, state = excluded.state, is_open = excluded.is_open,
        office = excluded.office, due_at = excluded.due_at, title = excluded.title, detail = excluded.detail)
-- part: steps
w_steps as (
    insert into matter_step (matter_id, version, state, at, actor)
    select n.matter_id, n.version, n.state, n.at, n.actor
    from head join d using (no), jsonb_populate_recordset(null::matter_step, d.doc -> 'steps') n)
-- part: no_seats
w_no_seats as (
    delete from seat s using head join d using (no), jsonb_populate_recordset(null::seat, d.doc -> 'no_seats') n
    where s.key = n.key and s.matter_id = n.matter_id)
-- part: seats
w_seats as (
    insert into seat (key, matter_id)
    select n.key, n.matter_id from head join d using (no), jsonb_populate_recordset(null::seat, d.doc -> 'seats') n)
-- part: alerts
w_alerts as (
    insert into identity_alert (id, siren, centre, contact_id, failures, at, until)
    select n.id, n.siren, n.centre, n.contact_id, n.failures, n.at, n.until
    from head join d using (no), jsonb_populate_recordset(null::identity_alert, d.doc -> 'alerts') n)
-- part: events
w_events as (
    insert into event (id, type, at, actor, contact_id, version, changed, about, audience)
    select n.id, n.type, n.at, n.actor, n.contact_id, n.version, n.changed, n.about, n.audience
    from head join d using (no), jsonb_populate_recordset(null::event, d.doc -> 'events') n)
-- part: audit
w_audit as (
    insert into audit (id, at, actor, action, object, digest)
    select n.id, n.at, n.actor, n.action, n.object, n.digest
    from head join d using (no), jsonb_populate_recordset(null::audit, d.doc -> 'audit') n)
-- part: audit_detail
w_detail as (
    insert into audit_detail (id, detail)
    select n.id, n.detail from head join d using (no), jsonb_populate_recordset(null::audit_detail, d.doc -> 'audit') n)
