-- model: consultations
-- title: 协商
-- grain: village_code × topic_no, or village_code × topic × held_on
-- depends: int_consultations, ref_build
-- One row is one consultation that the window's figures rest on: held in the window, or with its
-- reference date r in the window.

select
    build."window",
    consultations.as_of,
    consultations.village_code,
    consultations.township_code,
    consultations.topic_no,
    consultations.topic,
    consultations.held_on,
    consultations.result,
    consultations.outcome_exists,
    consultations.decided_on,
    consultations.decision,
    consultations.r,
    consultations.eligible,
    consultations.adopted,
    consultations.handled,
    consultations.explained,
    consultations.implemented,
    consultations.outcome_published,
    consultations.members_ok,
    consultations.procedure_ok,
    consultations.file_sha256,
    consultations.sheet,
    consultations.row_no as "row"
from int_consultations as consultations
cross join ref_build as build
where
    consultations.scope = 'current'
    and (consultations.held_in_window or consultations.r_in_window)
