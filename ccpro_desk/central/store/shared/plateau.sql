-- name: queues
select c.pool, c.channel, c.skill, count(*) as waiting,
  sum(case when c.due_at < :now::timestamptz then 1 else 0 end) as late,
  min(case when c.due_at < :now::timestamptz then {{arrived}} else c.received_at end) as oldest
from contact c
where c.state = 'waiting' and c.pool in (select value from {{each}}(:pools::json))
group by c.pool, c.channel, c.skill
order by c.pool, c.channel, c.skill;

-- name: colleagues
select * from account where centre = :centre and not disabled order by login;

-- name: put_word
insert into plateau_word (centre, plateau, text, until, author)
values (:centre, :plateau, :text, :until::timestamptz, :author)
on conflict (centre, plateau)
do update set text = excluded.text, until = excluded.until, author = excluded.author;

-- name: drop_word
delete from plateau_word where centre = :centre and plateau = :plateau;

-- name: words
select * from plateau_word where centre = :centre and until > :now::timestamptz order by plateau;

-- name: ask_renfort
insert into renfort (id, agent_id, centre, plateau, channel, asked_at)
values (:id::uuid, :agent_id::uuid, :centre, :plateau, :channel, :asked_at::timestamptz)
on conflict do nothing
returning id;

-- name: renfort
select * from renfort where id = :id::uuid;

-- name: renforts
select * from renfort where centre = :centre and asked_at > :since::timestamptz order by asked_at, id;

-- name: renfort_of
select * from renfort where agent_id = :agent_id::uuid and asked_at > :since::timestamptz
order by asked_at desc, id desc limit 1;

-- name: answer_renfort
update renfort set answer = :answer, answered_by = :by::uuid, answered_at = :at::timestamptz
where id = :id::uuid and answer is null
returning id;

-- name: forget_renforts
delete from renfort where asked_at <= :before::timestamptz;

-- name: forget_words
delete from plateau_word where until <= :before::timestamptz;
