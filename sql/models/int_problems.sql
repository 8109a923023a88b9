-- model: int_problems
-- title: 问题
-- grain: scope × kind × what is at fault
-- depends: int_obligation_problems, int_consultation_problems, int_inspection_problems, int_villages, int_townships, ref_catalogue, ref_snapshots
-- One row is one problem of the window in words. The fact is built from coded fields and the district's
-- own names alone: no free text of a filing is in it. An item goes by its name on the window's last day.

with

problems as (
    select
        *,
        true as publishable
    from int_obligation_problems
    union all
    select
        *,
        true as publishable
    from int_consultation_problems
    union all
    select * from int_inspection_problems
),

items as (
    select
        snapshots.scope,
        items.item_code,
        items.item,
        row_number() over (
            partition by snapshots.scope, items.item_code
            order by items.valid_from desc nulls last
        ) as recency
    from ref_catalogue as items
    inner join ref_snapshots as snapshots on items.valid_from <= snapshots.window_end
),

worded as (
    select
        problems.*,
        concat(
            cast(extract(year from as_of) as varchar), '年', cast(extract(month from as_of) as varchar), '月',
            cast(extract(day from as_of) as varchar), '日'
        ) as as_of_words,
        concat(
            cast(extract(year from since) as varchar), '年', cast(extract(month from since) as varchar), '月',
            cast(extract(day from since) as varchar), '日'
        ) as since_words,
        concat(
            cast(extract(year from happened_on) as varchar), '年', cast(extract(month from happened_on) as varchar), '月',
            cast(extract(day from happened_on) as varchar), '日'
        ) as happened_words,
        case
            when occurred_on is not null
                then concat(
                    cast(extract(year from occurred_on) as varchar), '年', cast(extract(month from occurred_on) as varchar), '月',
                    cast(extract(day from occurred_on) as varchar), '日发生'
                )
            when length(period) = 4 then concat(period, '年')
            when substr(period, 5, 1) = '-'
                then concat(substr(period, 1, 4), '年', cast(cast(substr(period, 6, 2) as integer) as varchar), '月')
            when substr(period, 5, 1) = 'Q'
                then concat(
                    substr(period, 1, 4), '年第',
                    case substr(period, 6, 1) when '1' then '一' when '2' then '二' when '3' then '三' else '四' end, '季度'
                )
            when substr(period, 5, 2) = 'H1' then concat(substr(period, 1, 4), '年上半年')
            when substr(period, 5, 2) = 'H2' then concat(substr(period, 1, 4), '年下半年')
        end as period_words
    from problems
),

named as (
    select
        worded.*,
        coalesce(villages.village_name, worded.village_code) as village_name,
        coalesce(townships.township_name, worded.township_code) as township_name,
        case
            when worded.item_code is null then ''
            when period_words is null then concat('“', coalesce(items.item, worded.item_code), '”')
            else concat('“', coalesce(items.item, worded.item_code), '”（', period_words, '）')
        end as item_words,
        -- a consultation without its day has none to tell
        case when happened_on is null then '协商' else concat(happened_words, '开展的协商，') end as consultation_words
    from worded
    left join items
        on worded.scope = items.scope and worded.item_code = items.item_code and items.recency = 1
    left join int_villages as villages
        on worded.scope = villages.scope and worded.village_code = villages.village_code
    left join int_townships as townships
        on worded.scope = townships.scope and worded.township_code = townships.township_code
),

final as (
    select
        scope,
        as_of,
        level,
        case when level = 'township' then township_code else village_code end as unit_code,
        village_code,
        village_name,
        township_code,
        township_name,
        kind,
        item_code,
        period,
        occurred_on,
        event_no,
        counted_on,
        case kind
            when '未公开'
                then concat(
                    item_words, '最迟应于', since_words, '公开，至', as_of_words, '未公开',
                    case when detail is null then '' else '（未报送）' end
                )
            when '逾期公开'
                then concat(
                    item_words, '最迟应于', since_words, '公开，实际于', happened_words, '公开，逾期', cast(days as varchar), '天'
                )
            when '公示期不足'
                then concat(item_words, '于', happened_words, '公布、', since_words, '撤下，公示时间不足，也没有按规定重新公布补足')
            when '要件不齐' then concat(item_words, '于', happened_words, '公布，缺', detail)
            when '程序不规范' then concat(item_words, '于', happened_words, '公布，五个程序没有依次完成或没有填全日期')
            when '未备案'
                then concat(item_words, '于', happened_words, '公布，最迟应于', since_words, '报镇街备案，至', as_of_words, '未备案')
            when '镇街未审查'
                then concat(item_words, '于', happened_words, '报备案，镇街最迟应于', since_words, '审查，至', as_of_words, '未审查')
            when '整改逾期'
                then concat(
                    item_words, '于', happened_words, '经镇街审查不合格，最迟应于', since_words, '完成整改，至', as_of_words, '未整改'
                )
            when '未协商' then concat(happened_words, '至', since_words, '没有开展协商')
            when '成果未研究'
                then concat(consultation_words, '成果最迟应于', since_words, '研究决定，至', as_of_words, '未研究')
            when '未采纳未说明'
                then concat(consultation_words, '成果于', since_words, '决定不采纳，至', as_of_words, '未向提出人说明')
            when '未落实'
                then concat(consultation_words, '成果经研究决定', detail, '，最迟应于', since_words, '落实，至', as_of_words, '未落实')
            else concat(
                since_words, detail,
                case when item_words = '' then '' else concat('，涉及', item_words) end,
                case
                    when happened_on is null then concat('，至', as_of_words, '未报整改')
                    else concat('，已于', happened_words, '整改')
                end
            )
        end as fact,
        days,
        since,
        publishable,
        row_key,
        file_sha256,
        sheet,
        row_no
    from named
)

select * from final
