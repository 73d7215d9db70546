namespace Kernward.Settings;

/// <summary>Files that come with the program: beside the binary when installed, up the tree in a checkout.</summary>
public static class InstalledFiles
{
    /// <summary>The folder that holds all of the program: the checkout, or the binary's own when installed.</summary>
    public static string Folder => Path.GetDirectoryName(Find("Agent.sln")) ?? AppContext.BaseDirectory.TrimEnd('/');

    /// <summary>Full path of <paramref name="relative"/>, searched from the binary's folder upwards; null if it is nowhere.</summary>
    public static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relative);
            if (File.Exists(path)) return path;
        }
        return null;
    }
}
