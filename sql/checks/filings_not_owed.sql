-- check: filings_not_owed
-- severity: warn
-- owner: 业务科
-- message: 备案的村（社区）或事项在所属期末（随时事项为发生日）不在名册或目录上，未计入
-- row: {village_code} {item_code} {period}{occurred_on}（第{delivery}号收件 {sheet} 第{row_no}行）：{why}
-- Looks at what was filed for periods that end, or events that occurred, in the window or the month before.
with

placed as (
    select
        filings.village_code,
        filings.item_code,
        filings.period,
        filings.occurred_on,
        filings.delivery,
        filings.sheet,
        filings.row_no,
        coalesce(periods.period_end, filings.occurred_on) as placed_on,
        snapshots.window_start,
        snapshots.window_end
    from int_effective_disclosures as filings
    inner join ref_snapshots as snapshots
        on filings.scope = snapshots.scope and snapshots.scope = 'current'
    left join ref_periods as periods on filings.period = periods.period
),

named as (
    select
        placed.*,
        villages.village_code is not null as on_registry,
        items.item_code is not null as in_catalogue,
        coalesce(items.applies_to = '全部' or items.applies_to = villages.kind, false) as applies
    from placed
    left join ref_registry as villages
        on
            placed.village_code = villages.village_code
            and villages.valid_from <= placed.placed_on
            and placed.placed_on < villages.valid_to
    left join ref_catalogue as items
        on
            placed.item_code = items.item_code
            and items.valid_from <= placed.placed_on
            and placed.placed_on < items.valid_to
    where
        placed.placed_on <= placed.window_end
        and cast(placed.placed_on + interval '1' month as date) >= placed.window_start
)

select
    village_code,
    item_code,
    period,
    occurred_on,
    delivery,
    sheet,
    row_no,
    case
        when not on_registry then '村（社区）当日不在名册上'
        when not in_catalogue then '事项当日不在目录上'
        else '事项不适用于这一类村（社区）'
    end as why
from named
where not on_registry or not in_catalogue or not applies
