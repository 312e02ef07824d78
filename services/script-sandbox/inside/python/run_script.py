"""Runs one script with the module `analyst` at hand, and with nothing of this program in its way."""
import os
import runpy
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name='__main__')
except MemoryError:
    # There may be too little left for the words of Python itself.
    os.write(2, b'MemoryError\n')
    raise
