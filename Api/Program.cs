System.Console.WriteLine("probe");
