-- model: int_exemptions
-- title: 不适用及延期的逐期判定
-- grain: scope × village_code × item_code × period × exempting period
-- depends: int_effective_exemptions, ref_periods, ref_dues, ref_rules
-- One row is one obligation's period that an effective exemption covers, and how the exemption stands:
-- in_time, approved_late, received_late, not_by_district, or not_later (an extension to a day that is
-- not after the original due date).
-- Basis: specification 3, "Obligations", exemptions.

with

exemptions as (
    select * from int_effective_exemptions
),

covered as (
    select
        exemptions.scope,
        exemptions.village_code,
        dues.item_code,
        dues.period,
        dues.due_on as original_due_on,
        exemptions.period as exempting_period,
        exemptions.kind,
        exemptions.extended_to,
        exemptions.approved_on,
        exemptions.received_on,
        exemptions.history,
        exemptions.by_district,
        exemptions.delivery,
        exemptions.file_sha256,
        exemptions.sheet,
        exemptions.row_no
    from exemptions
    inner join ref_periods as periods on exemptions.period = periods.period
    inner join ref_dues as dues
        on
            exemptions.item_code = dues.item_code
            and dues.period_start >= periods.period_start
            and dues.period_end <= periods.period_end
),

final as (
    select
        covered.*,
        case
            when covered.approved_on > covered.original_due_on then 'approved_late'
            when
                not covered.history
                and date_diff('day', covered.original_due_on, covered.received_on) > rules.exemption_receive_days
                then 'received_late'
            when not covered.by_district and rules.exemptions_by <> 'township' then 'not_by_district'
            when covered.kind = '延期' and covered.extended_to <= covered.original_due_on then 'not_later'
            else 'in_time'
        end as standing
    from covered
    inner join ref_rules as rules
        on rules.valid_from <= covered.original_due_on and covered.original_due_on < rules.valid_to
)

select * from final
