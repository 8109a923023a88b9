-- The tables that a build loads from Go before the models run, empty.

create table ref_snapshots (
    scope varchar, as_of date, due_from date, due_to date, window_start date, window_end date,
    quarters bigint, target_milli bigint
);
create table ref_steps (scope varchar, step_no bigint, step_start date, step_end date);
create table ref_months ("month" varchar, month_start date, month_end date, has_figures boolean);
create table ref_periods (period varchar, period_start date, period_end date);
create table ref_registry (
    village_code varchar, village_name varchar, kind varchar, township_code varchar, township_name varchar,
    township_kind varchar, households bigint, valid_from date, valid_to date
);
create table ref_catalogue (
    item_code varchar, item varchar, category varchar, applies_to varchar, frequency varchar,
    min_days bigint, min_months bigint, valid_from date, valid_to date
);
create table ref_dues (
    item_code varchar, category varchar, applies_to varchar, frequency varchar, min_days bigint, min_months bigint,
    period varchar, period_start date, period_end date, due_on date
);
create table ref_event_dues (occurred_on date, due_on date);
create table ref_rules (
    valid_from date, valid_to date, filing_days bigint, review_days bigint, rectification_days bigint,
    archive_grace_days bigint, decide_days bigint, publish_days bigint, promise_days bigint,
    objection_village_days bigint, objection_upper_days bigint, exemptions_by varchar, exemption_receive_days bigint
);
create table ref_posting_minimums (category varchar, valid_from date, valid_to date, min_days bigint, min_months bigint);
create table ref_deliveries (
    delivery bigint, file_sha256 varchar, file varchar, township_code varchar, received_on date, history boolean
);
create table ref_calendar_years ("year" bigint, covered boolean);
