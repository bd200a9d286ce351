-- days on which an agent will not be there, both included, as YYYY-MM-DD
create table leave (
    agent_id uuid not null,
    first_day text collate "C" not null,
    last_day text collate "C" not null,
    primary key (agent_id, first_day)
);
create index leave_over on leave (last_day);
