-- The policy that a connection's devices were decided by, as a hash: a preset may be changed while no Rollcall runs. Null: it
-- isn't noted yet.
alter table connection add column decided_by text;
