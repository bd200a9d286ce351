-- name: matter
select * from matter where id = :id::uuid;

-- name: matter_steps
select * from matter_step where matter_id = :id::uuid order by version;

-- name: matters_of
select * from matter
where siren = :siren::text and (:kind::text is null or kind = :kind::text)
  and (at, id) < (:at::timestamptz, :id::uuid)
order by at desc, id desc limit :limit::int;

-- name: matters_of_contacts
select * from matter where contact_id {{among_contacts}} order by at, id;

-- What is listed is somebody's: each statement begins with the column whose index it reads.
-- fragment: listed_matter
  and kind = :kind::text and state in (select value from {{each}}(:states::json))
  and (:centre::text is null or centre = :centre::text)
  and (:office::text is null or office = :office::text)
  and (:author::uuid is null or author = :author::uuid)
-- fragment: matter_page
  and ({{due}}, id) > (:at::timestamptz, :id::uuid)
order by {{due}}, id limit :limit::int

-- name: matters_by_centre
select * from matter where centre = :centre::text {{listed_matter}} {{matter_page}};

-- name: matters_by_office
select * from matter where office = :office::text {{listed_matter}} {{matter_page}};

-- name: matters_by_author
select * from matter where author = :author::uuid {{listed_matter}} {{matter_page}};

-- name: matters_due
select * from matter
where is_open and kind = :kind::text and state = :state::text
  and (due_at, id) > (:at::timestamptz, :id::uuid) and due_at <= :until::timestamptz
order by due_at, id limit :limit::int;

-- fragment: due_by
  and (:due_by::timestamptz is null or due_at <= :due_by::timestamptz)

-- name: count_matters_by_centre
select count(*) as number from matter where centre = :centre::text {{listed_matter}} {{due_by}};

-- name: count_matters_by_office
select count(*) as number from matter where office = :office::text {{listed_matter}} {{due_by}};

-- name: count_matters_by_author
select count(*) as number from matter where author = :author::uuid {{listed_matter}} {{due_by}};

-- name: seats_taken
select key from seat where key >= :prefix::text and key < :until::text order by key;

-- name: matter_claim
select claim from matter where id = :id::uuid;
