using Garnet;

// A real Garnet for the tests, https://microsoft.github.io/garnet, on the port that is given. It ends when whoever started it does.
using var server = new GarnetServer(["--port", args[0], "--bind", "127.0.0.1", "--memory", "64m", "--page", "4m", "--index", "8m"]);
server.Start();
await Console.In.ReadToEndAsync();
