-- check: publication_withdrawn
-- severity: warn
-- owner: 业务科
-- message: 后收到的一行把已公布的事项改成了尚未公布（也许误报了没有填写的填报表），请向镇街核实
-- row: {village_code} {item_code} {period}：第{before_delivery}号收件写明{published_on}公布，第{after_delivery}号收件第{row_no}行公布日期为空
with

unpublished as (
    select
        row_key,
        village_code,
        item_code,
        coalesce(period, cast(occurred_on as varchar)) as period,
        delivery,
        row_no
    from int_effective_disclosures
    where scope = 'current' and published_on is null
)

select
    unpublished.village_code,
    unpublished.item_code,
    unpublished.period,
    max(earlier.delivery) as before_delivery,
    max(earlier.published_on) as published_on,
    unpublished.delivery as after_delivery,
    unpublished.row_no
from unpublished
inner join stg_disclosures as earlier
    on
        unpublished.row_key = earlier.row_key
        and unpublished.village_code = earlier.village_code
        and earlier.published_on is not null
inner join ref_snapshots as snapshots
    on
        snapshots.scope = 'current'
        and (earlier.history or earlier.received_on <= snapshots.as_of)
group by
    unpublished.village_code,
    unpublished.item_code,
    unpublished.period,
    unpublished.delivery,
    unpublished.row_no
