"""The activity log refuses changes in the database itself; PostgreSQL learns the order of the Kazakh alphabet."""

from django.db import migrations

REFUSAL = "The activity log is append-only"

# TRUNCATE, by which tests empty PostgreSQL, fires no row trigger. SQLite is emptied row by row, so it refuses
# changes but not deletion; the code refuses both (accounts.models.ActivityQuerySet).
FORWARDS = {
    "postgresql": [
        f"""
        CREATE FUNCTION accounts_activity_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
        """,
        """
        CREATE TRIGGER accounts_activity_append_only BEFORE UPDATE OR DELETE ON accounts_activityentry
        FOR EACH ROW EXECUTE FUNCTION accounts_activity_refuse()
        """,
        "CREATE COLLATION IF NOT EXISTS kk (provider = icu, locale = 'kk')",
    ],
    "sqlite": [
        f"""
        CREATE TRIGGER accounts_activity_append_only BEFORE UPDATE ON accounts_activityentry
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """,
    ],
}
BACKWARDS = {
    "postgresql": [
        "DROP TRIGGER accounts_activity_append_only ON accounts_activityentry",
        "DROP FUNCTION accounts_activity_refuse()",
        "DROP COLLATION IF EXISTS kk",
    ],
    "sqlite": ["DROP TRIGGER accounts_activity_append_only"],
}


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, []):
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(_run(FORWARDS), _run(BACKWARDS))]
