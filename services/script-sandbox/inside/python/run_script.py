"""Runs one script with the module `analyst` at hand, and with nothing of this program in its way."""
import os
import runpy
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name='__main__')
