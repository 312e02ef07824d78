"""The tables that the owner of a script may see: analyst.query(sql), analyst.frame(sql)."""
import json
import subprocess

_whole = {'BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT'}
_fractions = {'FLOAT', 'DOUBLE', 'DECIMAL'}


def query(sql):
    """The rows of a query, as a list of dicts. Raises RuntimeError with DuckDB's words, and for more than 100,000."""
    found = _ask(sql)
    return [dict(zip(found['columns'], row)) for row in _rows(found)]


def frame(sql):
    """The same as a pandas DataFrame."""
    import pandas

    found = _ask(sql)
    return pandas.DataFrame(_rows(found), columns=found['columns'])


def _ask(sql):
    done = subprocess.run(['query', sql], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip() or 'the query failed')
    return json.loads(done.stdout)


def _rows(found):
    """Their values in the order of the columns; numbers that JSON could not hold came as text."""
    kinds = [(name, _kind(type)) for name, type in zip(found['columns'], found['types'])]
    return [
        [kind(row[name]) if kind and isinstance(row[name], str) else row[name] for name, kind in kinds]
        for row in found['rows']
    ]


def _kind(type):
    if type in _whole:
        return int
    return float if type.partition('(')[0] in _fractions else None
