-- check: counts_reconcile
-- severity: stop
-- owner: 业务科
-- message: 村、镇街、全区三级计数不一致
-- row: {compared}：全区{due}，合计{pooled}
select
    'village' as compared,
    district.due,
    cast(coalesce(sum(units.due), 0) as bigint) as pooled
from district_scores as district
left join village_scores as units on true
group by district.due
having district.due <> cast(coalesce(sum(units.due), 0) as bigint)
union all
select
    'township' as compared,
    district.due,
    cast(coalesce(sum(units.due), 0) as bigint) as pooled
from district_scores as district
left join township_scores as units on true
group by district.due
having district.due <> cast(coalesce(sum(units.due), 0) as bigint)
union all
select
    'obligations' as compared,
    district.due,
    (select count(*) from obligations where status in ('on_time', 'late', 'missing')) as pooled
from district_scores as district
where district.due <> (select count(*) from obligations where status in ('on_time', 'late', 'missing'))
