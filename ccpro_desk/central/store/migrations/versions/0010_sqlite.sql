-- search of usagers: their words, what is shown of them, the further pages of long lists, words by what is near to them
alter table usager add column city text not null default '';
alter table usager add column state text not null default 'A';
alter table usager add column totals text;
create table usager_page (
    siren text not null,
    name text not null,
    page integer not null,
    items text not null,
    primary key (siren, name, page)
) strict, without rowid;
create table spelling (key text not null, word text not null, primary key (key, word)) strict, without rowid;
create virtual table usager_words using fts5 (words, tokenize = 'ascii', prefix = '3 4 5', detail = none);
