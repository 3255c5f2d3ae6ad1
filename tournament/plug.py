"""Tournament introduces itself to the application in one function."""

from flask import Flask

from tournament import (
    bench,
    commands_bench,
    commands_file,
    commands_plan,
    commands_replan,
    commands_store,
    planning_sharing,
    situations,
)
from tournament.commands_demo import demo_group
from tournament.day import plug_in_day
from tournament.planning_run import JOB, PATIENCE, give_up
from tournament.planning_work import plan_in_job
from tournament.store_cache import plug_in_views
from tournament.views import (
    demo,
    office,
    office_day,
    office_devices,
    office_draw,
    office_draw_changes,
    office_marks,
    office_plan_run,
    office_queue,
    office_results,
    office_series,
    office_setup,
    office_sharing,
    office_situation,
    office_stages,
    office_state,
    office_timetable,
    series,
)

# The office's pages are in several files and share one blueprint.
OFFICE_PAGES = (
    *(
        office,
        office_setup,
        office_stages,
        office_draw,
        office_draw_changes,
        office_day,
        office_timetable,
        office_plan_run,
        office_sharing,
        office_queue,
        office_results,
        office_marks,
        office_devices,
        office_state,
        office_series,
        office_situation,
    ),
)
# The commands on tournament files are in several files and share one group.
FILE_COMMANDS = (commands_file, commands_plan, commands_replan, commands_store, commands_bench)


def plug_in(app: Flask) -> None:
    """Add the room's pages, jobs, commands and personal data."""
    plug_in_views(app)
    plug_in_day(app)
    for blueprint in dict.fromkeys(module.bp for module in OFFICE_PAGES):
        app.register_blueprint(blueprint)
    app.register_blueprint(demo.bp)
    app.register_blueprint(series.bp)
    app.extensions["jobs"]["jobs"].register(JOB, plan_in_job, patience=PATIENCE, given_up=give_up, is_long=True)
    app.extensions["jobs"]["jobs"].register(
        situations.JOB, situations.better_situation, patience=situations.PATIENCE, is_long=True
    )
    app.extensions["jobs"]["jobs"].register(
        planning_sharing.JOB, planning_sharing.share_referees, patience=planning_sharing.PATIENCE, is_long=True
    )
    for command in {module.tournament_group for module in FILE_COMMANDS} | {demo_group, bench.bench_command}:
        app.cli.add_command(command)
