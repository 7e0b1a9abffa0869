"""What was issued, its files and the wordings of letters refuse changes in the database itself."""

from django.db import migrations

TABLES = {
    "correspondence_issueddocument": "An issued document is never changed",
    "correspondence_issuedfile": "A file of an issued document is never changed",
    "correspondence_lettertemplate": "A version of a letter is never changed",
}


# As for the activity log (accounts 0002): TRUNCATE, by which tests empty PostgreSQL, fires no row trigger; SQLite is
# emptied row by row, so it refuses changes but not deletion. The code refuses both (AppendOnlyQuerySet).
def _forwards(vendor):
    for table, refusal in TABLES.items():
        if vendor == "postgresql":
            yield f"""
                CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$
            """
            yield f"""
                CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
            """
        else:
            yield f"""
                CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
                BEGIN SELECT RAISE(ABORT, '{refusal}'); END
            """


def _backwards(vendor):
    for table in TABLES:
        if vendor == "postgresql":
            yield f"DROP TRIGGER {table}_append_only ON {table}"
            yield f"DROP FUNCTION {table}_refuse()"
        else:
            yield f"DROP TRIGGER {table}_append_only"


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0002_issued_documents")]
    operations = [migrations.RunPython(_run(_forwards), _run(_backwards))]
