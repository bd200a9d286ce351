-- search of usagers: their words, what is shown of them, the further pages of long lists, words by what is near to them
alter table usager add column city text not null default '';
alter table usager add column state text not null default 'A';
alter table usager add column words tsvector not null default '';
alter table usager add column totals jsonb;
create index usager_siren on usager (siren collate "C");
create table usager_page (
    siren text not null,
    name text not null,
    page integer not null,
    items jsonb not null,
    primary key (siren, name, page)
);
create table spelling (key text collate "C" not null, word text collate "C" not null, primary key (key, word));
-- whatever the planner thinks of how rare a word is, it is looked up in the index, never by reading the table
create function usagers_worded(asked tsquery, most integer)
returns table (siren text, name text, folded text, city text, state text)
language sql stable set enable_seqscan = off set enable_indexscan = off as $$
    select u.siren, u.name, u.folded, u.city, u.state from usager u where u.words @@ asked limit most
$$;
