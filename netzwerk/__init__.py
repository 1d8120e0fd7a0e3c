"""The project package: ground floor for every app, wiring, and the portal as its roof.

Importing it needs the standard library only, because `netzwerk.local` starts before anything is installed.
"""
