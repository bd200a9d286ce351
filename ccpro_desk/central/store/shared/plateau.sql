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

-- name: words
select * from plateau_word where centre = :centre and until > :now::timestamptz order by plateau;

-- name: renfort
select * from renfort where id = :id::uuid;

-- name: renforts
select * from renfort where centre = :centre and asked_at > :since::timestamptz order by asked_at, id;

-- name: renfort_of
select * from renfort where agent_id = :agent_id::uuid and asked_at > :since::timestamptz
order by asked_at desc, id desc limit 1;

-- name: forget_renforts
delete from renfort where asked_at <= :before::timestamptz;

-- name: forget_words
delete from plateau_word where until <= :before::timestamptz;

-- name: leaves_of
select * from leave where agent_id = :agent_id::uuid and last_day >= :day::text order by first_day;

-- name: add_leave
insert into leave (agent_id, first_day, last_day) values (:agent_id::uuid, :first::text, :last::text)
on conflict (agent_id, first_day) do update set last_day = excluded.last_day;

-- name: drop_leaves
delete from leave where agent_id = :agent_id::uuid and last_day >= :day::text;

-- name: forget_leaves
delete from leave where last_day < :day::text;
