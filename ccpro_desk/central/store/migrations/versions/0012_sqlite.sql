-- days on which an agent will not be there, both included, as YYYY-MM-DD
create table leave (
    agent_id text not null,
    first_day text not null,
    last_day text not null,
    primary key (agent_id, first_day)
) strict;
create index leave_over on leave (last_day);
