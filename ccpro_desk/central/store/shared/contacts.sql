-- name: contact
select {{full}} from contact c where c.id = :id::uuid;

-- name: contacts_of
select {{full}} from contact c where c.lease_agent = :agent_id::uuid
union all
select {{full}} from contact c where c.owner = :agent_id::uuid and c.state = 'parked'
union all
select {{full}} from contact c where c.bound_to = :agent_id::uuid and c.state = 'waiting';

-- name: holds_usager
select 1 as one from contact
where siren = :siren and lease_agent = :agent_id::uuid and state <> 'offered' limit 1;

-- name: count_waiting
select count(*) as n from contact
where state = 'waiting' and bound_to is null and pool in (select value from {{each}}(:pools::json));

-- name: attachment
select * from attachment where id = :id::uuid;
