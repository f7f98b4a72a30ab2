"""One side of SCRAM by GNU SASL's library: lines on stdin and stdout, exit code 0 if the login was right.

gsasl_side.py client|server MECHANISM NAME PASSWORD [BINDING-IN-BASE64]
"""

import ctypes
import sys

OK, NEEDS_MORE = 0, 1
AUTHID, PASSWORD, ITERATIONS, CB_TLS_EXPORTER = 1, 3, 15, 25

gsasl = ctypes.CDLL("libgsasl.so.18")
gsasl.gsasl_strerror.restype = ctypes.c_char_p


def need(code):
    if code != OK:
        sys.exit(gsasl.gsasl_strerror(code).decode())


role, mechanism, name, password, *binding = [word.encode() for word in sys.argv[1:]]
library, session = ctypes.c_void_p(), ctypes.c_void_p()
need(gsasl.gsasl_init(ctypes.byref(library)))
start = gsasl.gsasl_client_start if role == b"client" else gsasl.gsasl_server_start
need(start(library, mechanism, ctypes.byref(session)))
for key, value in (
    (AUTHID, name),
    (PASSWORD, password),
    (ITERATIONS, b"20000"),
    (CB_TLS_EXPORTER, *binding) if binding else (None, None),
):
    if key is not None:
        gsasl.gsasl_property_set(session, key, value)

said = b""
if role == b"server":
    print(f"Parley scram 1 {mechanism.decode()}", flush=True)
    said = sys.stdin.buffer.readline().rstrip(b"\n")
else:
    sys.stdin.buffer.readline()  # the server's opening
while True:
    answer, length = ctypes.c_void_p(), ctypes.c_size_t()
    code = gsasl.gsasl_step(session, said, len(said), ctypes.byref(answer), ctypes.byref(length))
    if code not in (OK, NEEDS_MORE):
        sys.exit(gsasl.gsasl_strerror(code).decode())
    if length.value:
        print(ctypes.string_at(answer, length.value).decode(), flush=True)
    if code == OK:
        sys.exit(0)
    said = sys.stdin.buffer.readline().rstrip(b"\n")
