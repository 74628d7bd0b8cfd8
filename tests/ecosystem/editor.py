"""An editor as the YAML language server knows one: it opens a file, points at a place in it, and reads what is told."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.ecosystem.peers import peer

SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}


class Editor:
    """One server with one folder; every question waits for its answer."""

    def __init__(self, folder: Path):
        program = peer("yaml-language-server") / "bin" / "yaml-language-server"
        self.server = subprocess.Popen(  # noqa: S603 - the program that package-lock.json names
            ["node", str(program), "--stdio"],  # noqa: S607 - node of the path
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.number = 0
        self.faults: dict[str, list[Any]] = {}
        self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={}, workspaceFolders=None)
        self.say("initialized")
        self.say("workspace/didChangeConfiguration", settings=SETTINGS)

    def close(self) -> None:
        self.server.kill()
        self.server.communicate()

    def open(self, path: Path, text: str) -> None:
        """Open a file with this text in it, whatever is on disk."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.say("textDocument/didOpen", textDocument=document)

    def hover(self, path: Path, line: int, character: int) -> str:
        found = self.ask("textDocument/hover", textDocument={"uri": path.as_uri()}, position=at(line, character))
        return found["contents"]["value"] if found else ""

    def completions(self, path: Path, line: int, character: int) -> dict[str, str]:
        """What can stand there, with what is told of it."""
        given = {"textDocument": {"uri": path.as_uri()}, "position": at(line, character)}
        items = self.ask("textDocument/completion", **given)["items"]
        return {item["label"]: told(item.get("documentation", "")) for item in items}

    def faults_of(self, path: Path) -> list[str]:
        """What the server has against a file that was opened, as soon as it says so."""
        while path.as_uri() not in self.faults:
            self.read()
        return [fault["message"] for fault in self.faults.pop(path.as_uri())]

    def ask(self, method: str, **given: Any) -> Any:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": given})
        while (answer := self.read()).get("id") != self.number or "method" in answer:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def say(self, method: str, **given: Any) -> None:
        self.send({"method": method, "params": given})

    def send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self.server.stdin.flush()

    def read(self) -> dict[str, Any]:
        """The next message; what the server asks of an editor is answered with nothing."""
        length = 0
        while (line := self.server.stdout.readline().strip()) or not length:
            assert line or self.server.poll() is None, "the server has ended"
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message = json.loads(self.server.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.faults[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        return message


def at(line: int, character: int) -> dict[str, int]:
    return {"line": line, "character": character}


def told(documentation: Any) -> str:
    return documentation["value"] if isinstance(documentation, dict) else documentation
