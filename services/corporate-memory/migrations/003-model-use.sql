-- What asking a model cost, by day (UTC): the budget of a day is kept over restarts.
create table corporate_memory.model_use (
  day date primary key,
  calls bigint not null,
  failed bigint not null,
  input bigint not null,
  output bigint not null
);
