-- Why a note, or a part of it, was not read the last time: its owner is told on their page.
alter table corporate_memory.note add column problem text;
