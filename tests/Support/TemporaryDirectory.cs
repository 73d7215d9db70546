namespace Kernward.Tests.Support;

/// <summary>A directory that is gone after the test, with what was made beside it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _outer = Directory.CreateTempSubdirectory("kernward-test-");

    public TemporaryDirectory() => Path = _outer.CreateSubdirectory("d").FullName;

    public string Path { get; }

    /// <summary>Writes a file below it, makes the directories on the way, and says where it is.</summary>
    public string Write(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>The same, for several in a row.</summary>
    public TemporaryDirectory With(string name, string content)
    {
        Write(name, content);
        return this;
    }

    public void Dispose() => _outer.Delete(recursive: true);
}
