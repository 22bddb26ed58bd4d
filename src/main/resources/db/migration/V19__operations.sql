-- Who is told of alerts; and what monitoring and retention read.

create table alert_notice (
    id            bigint generated always as identity primary key,
    alert_id      bigint      not null references alert on delete cascade,
    destination   text        not null check (destination in ('mail', 'webhook')),
    closed        boolean     not null,
    state         text        not null default 'pending' check (state in ('pending', 'sent', 'failed')),
    tries         int         not null default 0,
    due_at        timestamptz not null default now(),
    claimed_till  timestamptz,
    reason        text        not null default '',
    made_at       timestamptz not null default now(),
    settled_at    timestamptz,
    unique (alert_id, destination, closed)
);
comment on table alert_notice is 'what people are told of alerts: one row a destination when one is raised, one when it is over';
comment on column alert_notice.closed is 'that the alert is over is what is told';
comment on column alert_notice.claimed_till is 'until then a process is at it';
create index alert_notice_due on alert_notice (due_at) where state = 'pending';

create index run_succeeded on run (connection_id, id desc) where kind = 'sync' and state = 'succeeded';
