@echo off
rem The command line of the installed program. A batch file waits for it; cmd alone would not.
"%~dp0Mouthpiece.exe" %*
