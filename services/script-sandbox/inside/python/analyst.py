"""The tables that the owner of a script may see: analyst.query(sql), analyst.frame(sql)."""
import json
import subprocess


def query(sql):
    """The rows of a query, as a list of dicts; at most 1,000. Raises RuntimeError with DuckDB's words."""
    done = subprocess.run(['query', sql], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip() or 'the query failed')
    return json.loads(done.stdout)['rows']


def frame(sql):
    """The same as a pandas DataFrame."""
    import pandas

    return pandas.DataFrame(query(sql))
